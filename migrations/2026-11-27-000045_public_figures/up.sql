-- Figures of Danmarks Statistik, as uploads brought them. A line of a file may hold several, one for each period in its
-- head: the place tells them apart. Units are ten-thousandths of a service (hand01), oere (regk31, regk100) or
-- persons (folk1a). Of one source, area, item, owner, part and period the newest upload holds.
CREATE TABLE public_figures (
    batch BIGINT NOT NULL REFERENCES batches (number),
    line BIGINT NOT NULL,
    place BIGINT NOT NULL,
    source TEXT NOT NULL,
    area TEXT NOT NULL,
    item TEXT NOT NULL,
    owner TEXT NOT NULL,
    part TEXT NOT NULL,
    period TEXT NOT NULL,
    units BIGINT NOT NULL,
    PRIMARY KEY (batch, line, place)
);
CREATE INDEX public_figures_source ON public_figures (source, area);
