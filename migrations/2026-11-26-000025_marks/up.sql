-- Marks of figures (mærker): what the secretariat says about a year of reported figures. The version
-- is the data version that set it; one that is lifted holds until that version. An empty area or
-- paragraph means all.
CREATE TABLE marks (
    version BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    year INTEGER NOT NULL,
    area TEXT REFERENCES areas (code),
    paragraph TEXT,
    reason TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at TEXT NOT NULL,
    lifted_version BIGINT,
    lifted_by TEXT,
    lifted_at TEXT
);
