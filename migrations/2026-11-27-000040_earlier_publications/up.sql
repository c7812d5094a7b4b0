-- What was published of single cases before the newest tables: who kept it knows it still. The tables
-- of a year go here when others take their place. A municipality's deleted lines leave them as they were.
CREATE TABLE earlier_publications (
    version BIGINT NOT NULL,
    region TEXT NOT NULL REFERENCES areas (code),
    year INTEGER NOT NULL,
    part TEXT NOT NULL,
    first_key TEXT NOT NULL,
    second_key TEXT NOT NULL,
    cases BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    refund BIGINT,
    refund_is_minimum TEXT NOT NULL,
    masked TEXT NOT NULL,
    PRIMARY KEY (region, version, year, part, first_key, second_key)
);

-- Since which data version the published tables of a KKR stay as they were, since nothing that came
-- after could be told; no row where they are of now.
CREATE TABLE kept_publications (
    region TEXT NOT NULL PRIMARY KEY REFERENCES areas (code),
    version BIGINT NOT NULL
);

-- The data version whose cases a year's tables are made of, where it is not the one that made them:
-- changes of the year wait for more.
CREATE TABLE publication_years (
    region TEXT NOT NULL REFERENCES areas (code),
    year INTEGER NOT NULL,
    version BIGINT NOT NULL,
    composed BIGINT NOT NULL,
    PRIMARY KEY (region, year, version)
);
