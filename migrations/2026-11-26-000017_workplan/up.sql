-- The workplan. A plan is a row with its focus areas, half-years, milestones and deliverables in
-- their order; none of these rows ever changes. version is the data version that added it: 0 for
-- the plan that every database starts with, which has no day it was added on either.
CREATE TABLE workplans (
    key TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    added_on TEXT,
    added_by TEXT NOT NULL,
    added_at TEXT NOT NULL
);

CREATE TABLE workplan_focus_areas (
    workplan TEXT NOT NULL REFERENCES workplans (key),
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (workplan, key)
);

CREATE TABLE workplan_periods (
    workplan TEXT NOT NULL REFERENCES workplans (key),
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (workplan, key)
);

CREATE TABLE milestones (
    key TEXT NOT NULL PRIMARY KEY,
    workplan TEXT NOT NULL REFERENCES workplans (key),
    period TEXT NOT NULL,
    focus_area TEXT NOT NULL,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    position INTEGER NOT NULL
);
CREATE INDEX milestones_workplan ON milestones (workplan);

CREATE TABLE deliverables (
    milestone TEXT NOT NULL REFERENCES milestones (key),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (milestone, position)
);

-- What was said of a milestone, one row for each data version that said something: rows are only
-- ever added. A column without a value is not changed by it.
CREATE TABLE milestone_updates (
    milestone TEXT NOT NULL REFERENCES milestones (key),
    version BIGINT NOT NULL,
    said_on TEXT NOT NULL,
    said_by TEXT NOT NULL,
    said_at TEXT NOT NULL,
    why TEXT NOT NULL,
    status TEXT CHECK (status IN ('planned', 'in_progress', 'at_risk', 'done', 'dropped')),
    due_on TEXT,
    owner TEXT,
    PRIMARY KEY (milestone, version)
);

CREATE TABLE deliverable_updates (
    milestone TEXT NOT NULL REFERENCES milestones (key),
    version BIGINT NOT NULL,
    position INTEGER NOT NULL,
    progress TEXT NOT NULL CHECK (progress IN ('not_begun', 'begun', 'done')),
    PRIMARY KEY (milestone, version, position)
);
