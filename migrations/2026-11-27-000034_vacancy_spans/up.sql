-- What place-days are counted of, one row for each offer, kind and paragraph: of its entries the days
-- between two changes of their numbers, "from,days,vacant,taken,rent" between semicolons (days since 1 January
-- 2000; no days while it is open; of a dwelling the rent of a month in oere). They are worked out of
-- the steps at each change, with the data version that last moved them; whoever asks for an earlier
-- version has them worked out anew. What is there before this table is told by a version after all others.
CREATE TABLE vacancy_spans (
    offer_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind = 'place' OR kind = 'dwelling'),
    paragraph TEXT NOT NULL,
    version BIGINT NOT NULL,
    spans TEXT NOT NULL,
    PRIMARY KEY (offer_id, kind, paragraph)
);
INSERT INTO vacancy_spans (offer_id, kind, paragraph, version, spans)
    SELECT offer_id, kind, paragraph, 9223372036854775807, '' FROM vacancies GROUP BY offer_id, kind, paragraph;
