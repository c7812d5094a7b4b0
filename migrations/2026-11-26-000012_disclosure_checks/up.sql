-- Each run of the check of what is published of single cases, and what each reader found: numbers of
-- cells alone. The outsider is stored as "outsider".
CREATE TABLE disclosure_checks (
    number BIGINT PRIMARY KEY NOT NULL,
    data_version BIGINT NOT NULL,
    began_at TEXT NOT NULL,
    run_by TEXT NOT NULL,
    milliseconds BIGINT NOT NULL
);

CREATE TABLE disclosure_findings (
    check_number BIGINT NOT NULL REFERENCES disclosure_checks (number),
    region TEXT NOT NULL REFERENCES areas (code),
    reader TEXT NOT NULL,
    masked BIGINT NOT NULL,
    determined BIGINT NOT NULL,
    narrow BIGINT NOT NULL,
    untried BIGINT NOT NULL,
    PRIMARY KEY (check_number, region, reader)
);

-- The regions of which nothing was proven, and why.
CREATE TABLE disclosure_failures (
    check_number BIGINT NOT NULL REFERENCES disclosure_checks (number),
    region TEXT NOT NULL REFERENCES areas (code),
    reason TEXT NOT NULL,
    PRIMARY KEY (check_number, region)
);
