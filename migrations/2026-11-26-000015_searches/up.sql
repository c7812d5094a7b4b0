-- Searches for a vacant place before one is bought privately (afsøgning), each with its receipt
-- number, which has no gap within a year. The version is the data version that the search made.
CREATE TABLE searches (
    version BIGINT NOT NULL PRIMARY KEY,
    year INTEGER NOT NULL,
    number BIGINT NOT NULL,
    municipality TEXT NOT NULL REFERENCES areas (code),
    paragraph TEXT NOT NULL,
    target_group TEXT NOT NULL,
    needed_from TEXT NOT NULL,
    searched_on TEXT NOT NULL,
    searched_by TEXT NOT NULL,
    searched_at TEXT NOT NULL,
    matches BIGINT NOT NULL,
    UNIQUE (year, number)
);

-- What was free when somebody searched, as it was shown, in its order: no later change of an offer,
-- an entry or a tariff reaches it. Target groups are codes joined by '|', the tariff is in oere a day.
CREATE TABLE search_matches (
    search BIGINT NOT NULL REFERENCES searches (version),
    position INTEGER NOT NULL,
    part TEXT NOT NULL,
    entry TEXT NOT NULL,
    offer_id TEXT NOT NULL,
    offer TEXT NOT NULL,
    operator TEXT NOT NULL,
    form TEXT NOT NULL,
    municipality TEXT NOT NULL,
    in_agreement TEXT NOT NULL CHECK (in_agreement IN ('yes', 'no')),
    distance TEXT NOT NULL,
    target_groups TEXT NOT NULL,
    places BIGINT NOT NULL,
    free_from TEXT NOT NULL,
    free_to TEXT,
    staffed TEXT,
    confirmed_on TEXT NOT NULL,
    stale TEXT NOT NULL CHECK (stale IN ('yes', 'no')),
    tariff BIGINT,
    tariff_year INTEGER,
    PRIMARY KEY (search, position)
);

-- What came of a search: asked for, answered, taken, bought privately. Rows are only ever added; a
-- correction is a new one.
CREATE TABLE search_events (
    version BIGINT NOT NULL PRIMARY KEY,
    search BIGINT NOT NULL REFERENCES searches (version),
    kind TEXT NOT NULL,
    entry TEXT,
    code TEXT,
    happened_on TEXT NOT NULL,
    text TEXT NOT NULL,
    done_by TEXT NOT NULL,
    done_at TEXT NOT NULL
);
CREATE INDEX search_events_search ON search_events (search);
CREATE INDEX search_events_entry ON search_events (entry);
