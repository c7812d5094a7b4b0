-- The costly cases of each upload, each with what the published tables add: counted once, when the
-- upload is stored, and again when a limit changes. Nobody walks through the lines to find them.
CREATE TABLE costly_cases (
    batch BIGINT NOT NULL REFERENCES batches (number),
    municipality TEXT NOT NULL REFERENCES areas (code),
    year INTEGER NOT NULL,
    pseudonym TEXT NOT NULL,
    amount BIGINT NOT NULL,
    paragraph TEXT NOT NULL,
    supplier TEXT NOT NULL,
    refund BIGINT,
    refund_basis TEXT,
    PRIMARY KEY (batch, municipality, year, pseudonym)
);

-- The published tables of each KKR as the newest data version that changed them made them: they take
-- the place of the ones before. A masked cell keeps its figures here; what reads it asks whether it
-- is masked.
CREATE TABLE published_cases (
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
    PRIMARY KEY (region, year, part, first_key, second_key)
);
