-- The groups that offers are for: KL's terminology FFB, its most detailed level.
CREATE TABLE target_groups (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    parent TEXT NOT NULL,
    source TEXT NOT NULL,
    position INTEGER NOT NULL
);

-- Offers as uploads brought them. Which row of an offer holds follows from the numbers of the
-- uploads, as for component facts. Paragraphs and target groups are keys joined by '|'.
CREATE TABLE offers (
    batch BIGINT NOT NULL REFERENCES batches (number),
    line BIGINT NOT NULL,
    offer_id TEXT NOT NULL,
    name TEXT NOT NULL,
    operator TEXT NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('municipal', 'regional', 'private')),
    municipality TEXT NOT NULL REFERENCES areas (code),
    paragraphs TEXT NOT NULL,
    target_groups TEXT NOT NULL,
    places BIGINT NOT NULL,
    in_agreement TEXT NOT NULL CHECK (in_agreement IN ('yes', 'no')),
    standard_contract TEXT NOT NULL CHECK (standard_contract IN ('yes', 'no')),
    sells_places TEXT NOT NULL CHECK (sells_places IN ('yes', 'no')),
    supervisor TEXT,
    PRIMARY KEY (batch, line)
);
CREATE INDEX offers_offer ON offers (offer_id);

-- Tariffs in oere for one unit. The parts are in the same unit and may each be unknown; occupancy
-- is in hundredths of a percent.
CREATE TABLE tariffs (
    batch BIGINT NOT NULL REFERENCES batches (number),
    line BIGINT NOT NULL,
    offer_id TEXT NOT NULL,
    service TEXT NOT NULL,
    paragraph TEXT NOT NULL,
    year INTEGER NOT NULL,
    amount BIGINT NOT NULL,
    -- Not IN: SQLite builds a list of more than two anew for each row, a third of an import's time.
    unit TEXT NOT NULL CHECK (unit = 'full_day' OR unit = 'day' OR unit = 'hour' OR unit = 'month'),
    direct BIGINT,
    shared BIGINT,
    overhead BIGINT,
    depreciation BIGINT,
    pension BIGINT,
    supervision BIGINT,
    adjustment BIGINT,
    occupancy BIGINT,
    model TEXT,
    PRIMARY KEY (batch, line)
);
CREATE INDEX tariffs_year ON tariffs (year);
CREATE INDEX tariffs_offer ON tariffs (offer_id);

-- Numbers that rules use, by the date they hold from. A later row of the same date replaces an
-- earlier one; none is changed.
CREATE TABLE parameters (
    version BIGINT NOT NULL,
    key TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    value TEXT NOT NULL,
    unit TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (key, valid_from, version)
);

-- Meetings of the steering group. The version is the data version that each change made.
CREATE TABLE steering_meetings (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    held_on TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('steering_group', 'other')),
    added_by TEXT NOT NULL,
    added_at TEXT NOT NULL,
    cancelled_version BIGINT,
    cancelled_by TEXT,
    cancelled_at TEXT,
    cancelled_why TEXT
);

-- What was done about an increase. Rows are only ever added: the state of a case follows from them
-- and from the tariffs that hold. Each row keeps the two tariffs as they were then.
CREATE TABLE tariff_case_events (
    version BIGINT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    offer_id TEXT NOT NULL,
    service TEXT NOT NULL,
    year INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('explanation_requested', 'explained', 'reported', 'discussed', 'decided', 'reopened', 'note')),
    happened_on TEXT NOT NULL,
    due TEXT,
    done_by TEXT NOT NULL,
    done_at TEXT NOT NULL,
    text TEXT NOT NULL,
    reference TEXT NOT NULL,
    meeting TEXT REFERENCES steering_meetings (id),
    old_amount BIGINT NOT NULL,
    new_amount BIGINT NOT NULL,
    reasons TEXT NOT NULL
);
CREATE INDEX tariff_case_events_year ON tariff_case_events (year);
