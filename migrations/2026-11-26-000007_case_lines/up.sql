-- Lines of single cases as uploads brought them: a pseudonym within a municipality, and what was
-- paid. Øre; a correction is negative. The file itself is not kept.
CREATE TABLE case_lines (
    batch BIGINT NOT NULL REFERENCES batches (number),
    line BIGINT NOT NULL,
    municipality TEXT NOT NULL REFERENCES areas (code),
    year INTEGER NOT NULL,
    pseudonym TEXT NOT NULL,
    month INTEGER,
    paragraph TEXT NOT NULL,
    supplier TEXT NOT NULL,
    offer_id TEXT,
    amount BIGINT NOT NULL,
    under_67 TEXT CHECK (under_67 IS NULL OR under_67 = 'yes' OR under_67 = 'no'),
    PRIMARY KEY (batch, line)
);

-- Which municipality's which year an upload brought, so that the newest of each is found without a
-- walk through the lines: a later file of the same municipality and year takes its place whole.
CREATE TABLE case_years (
    batch BIGINT NOT NULL REFERENCES batches (number),
    municipality TEXT NOT NULL REFERENCES areas (code),
    year INTEGER NOT NULL,
    lines BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (batch, municipality, year)
);
CREATE INDEX case_lines_year ON case_lines (batch, municipality, year);
