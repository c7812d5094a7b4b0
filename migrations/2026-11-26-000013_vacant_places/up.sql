-- Vacant places and dwellings. What an entry is about never changes; what is said of it is a row of
-- vacancy_steps. The two columns that do change are worked out from the steps so that open entries
-- are found among the many that have ended: the first day of none vacant (9999-12-31 while open),
-- and the data version that last moved it.
CREATE TABLE vacancies (
    id BIGINT NOT NULL PRIMARY KEY,
    offer_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind = 'place' OR kind = 'dwelling'),
    paragraph TEXT NOT NULL,
    listed_from TEXT NOT NULL,
    ended_on TEXT NOT NULL,
    ended_version BIGINT NOT NULL
);
CREATE INDEX vacancies_offer ON vacancies (offer_id);
CREATE INDEX vacancies_ended ON vacancies (ended_on);
CREATE INDEX vacancies_ended_version ON vacancies (ended_version);

-- Every word about an entry, whole, with the day it holds from, and who said it when. Rows are only
-- ever added. Those of an upload have its number and line, and hold no more when it is withdrawn.
-- Rent in oere, target groups joined by '|'.
CREATE TABLE vacancy_steps (
    vacancy BIGINT NOT NULL REFERENCES vacancies (id),
    version BIGINT NOT NULL,
    act TEXT NOT NULL,
    holds_from TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    places BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state = 'free' OR state = 'reserved' OR state = 'taken' OR state = 'closed'),
    reserved_for TEXT REFERENCES areas (code),
    target_groups TEXT NOT NULL,
    staffed TEXT,
    reason TEXT NOT NULL,
    contact TEXT NOT NULL,
    rent BIGINT,
    said_on TEXT NOT NULL,
    said_by TEXT NOT NULL,
    said_at TEXT NOT NULL,
    batch BIGINT REFERENCES batches (number),
    line BIGINT,
    PRIMARY KEY (vacancy, version)
);
CREATE INDEX vacancy_steps_batch ON vacancy_steps (batch);

-- That somebody said "unchanged".
CREATE TABLE vacancy_confirmations (
    vacancy BIGINT NOT NULL REFERENCES vacancies (id),
    version BIGINT NOT NULL,
    confirmed_on TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    confirmed_at TEXT NOT NULL,
    PRIMARY KEY (vacancy, version)
);
