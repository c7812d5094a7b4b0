-- What offers document of their stays (resultatdokumentation), a row for each offer and quarter: stays, those of
-- them with goals, those of these whose goals were evaluated in time, those of these whose goals were met.
CREATE TABLE stay_results (
    batch BIGINT NOT NULL REFERENCES batches (number),
    line BIGINT NOT NULL,
    offer_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    quarter INTEGER NOT NULL,
    stays BIGINT NOT NULL,
    with_goals BIGINT NOT NULL,
    evaluated BIGINT NOT NULL,
    met BIGINT NOT NULL,
    PRIMARY KEY (batch, line)
);
CREATE INDEX stay_results_offer ON stay_results (offer_id);
