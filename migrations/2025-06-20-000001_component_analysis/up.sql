-- One row: the state of the data. Raised in the same transaction as every change of figures.
CREATE TABLE data_version (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO data_version (id, version) VALUES (1, 0);

CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE areas (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('municipality', 'kkr')),
    kkr TEXT REFERENCES areas (code)
);

CREATE TABLE paragraph_groups (
    key TEXT NOT NULL PRIMARY KEY,
    label TEXT NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE paragraph_group_members (
    group_key TEXT NOT NULL REFERENCES paragraph_groups (key),
    paragraph TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (group_key, paragraph)
);

-- One upload. Its number is the data version that it made; so is the number of its withdrawal.
CREATE TABLE batches (
    number BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sheet TEXT,
    uploaded_by TEXT NOT NULL,
    uploaded_at TEXT NOT NULL,
    rows_in BIGINT NOT NULL,
    rows_kept BIGINT NOT NULL,
    sum_money BIGINT NOT NULL,
    sum_quantity BIGINT NOT NULL,
    receipt TEXT NOT NULL,
    withdrawn_number BIGINT,
    withdrawn_by TEXT,
    withdrawn_at TEXT,
    withdrawn_why TEXT
);
CREATE INDEX batches_sha256 ON batches (sha256);

-- Facts are only ever added. Which of them holds follows from the numbers of their uploads and
-- withdrawals (docs/decisions/0002). Money in oere, persons in ten-thousandths, '' for no split.
CREATE TABLE component_facts (
    batch BIGINT NOT NULL REFERENCES batches (number),
    line BIGINT NOT NULL,
    area TEXT NOT NULL REFERENCES areas (code),
    paragraph TEXT NOT NULL,
    year INTEGER NOT NULL,
    price_level INTEGER NOT NULL,
    supplier TEXT NOT NULL,
    target_group TEXT NOT NULL,
    expenditure BIGINT NOT NULL,
    persons BIGINT NOT NULL,
    PRIMARY KEY (batch, line)
);
CREATE INDEX component_facts_area ON component_facts (area, paragraph);

CREATE TABLE index_numbers (
    batch BIGINT NOT NULL REFERENCES batches (number),
    line BIGINT NOT NULL,
    year INTEGER NOT NULL,
    millionths BIGINT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (batch, line)
);

CREATE TABLE population_bands (
    batch BIGINT NOT NULL REFERENCES batches (number),
    line BIGINT NOT NULL,
    area TEXT NOT NULL REFERENCES areas (code),
    year INTEGER NOT NULL,
    age_from INTEGER NOT NULL,
    age_to INTEGER NOT NULL,
    inhabitants BIGINT NOT NULL,
    PRIMARY KEY (batch, line)
);
CREATE INDEX population_bands_area ON population_bands (area);

-- Figures as a meeting paper printed them; year_from is 0 for the figure of one year.
CREATE TABLE published_figures (
    area TEXT NOT NULL REFERENCES areas (code),
    group_key TEXT NOT NULL,
    measure TEXT NOT NULL,
    year_from INTEGER NOT NULL,
    year INTEGER NOT NULL,
    price_level INTEGER NOT NULL,
    units BIGINT NOT NULL,
    decimals INTEGER NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (area, group_key, measure, year_from, year)
);
