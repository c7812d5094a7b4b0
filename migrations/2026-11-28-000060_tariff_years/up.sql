-- The years that an upload has tariffs of. Every page of tariffs begins with the years that there are; found
-- among the tariffs themselves that is a look at each of them.
CREATE TABLE tariff_years (
    batch BIGINT NOT NULL REFERENCES batches (number),
    year INTEGER NOT NULL,
    PRIMARY KEY (batch, year)
);
INSERT INTO tariff_years (batch, year) SELECT batch, year FROM tariffs GROUP BY batch, year;
