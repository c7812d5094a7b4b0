-- Papers of meetings as they were sent. A row is never changed: a paper that is sent again is another.
-- Title and date are those that are printed, whatever the meeting is called later.
CREATE TABLE frozen_papers (
    number TEXT NOT NULL PRIMARY KEY,
    meeting TEXT NOT NULL,
    version BIGINT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    held_on TEXT NOT NULL,
    frozen_at TEXT NOT NULL,
    frozen_by TEXT NOT NULL,
    rule TEXT NOT NULL
);
CREATE INDEX frozen_papers_meeting ON frozen_papers (meeting);

-- Their files: the whole paper, the public one, and each item. The bytes in base64.
CREATE TABLE frozen_files (
    paper TEXT NOT NULL REFERENCES frozen_papers (number),
    part TEXT NOT NULL,
    form TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (paper, part, form)
);
CREATE INDEX frozen_files_sha256 ON frozen_files (sha256);

-- The reports in them: what was asked, and the answer as pages show it.
CREATE TABLE frozen_reports (
    paper TEXT NOT NULL REFERENCES frozen_papers (number),
    item INTEGER NOT NULL,
    question TEXT NOT NULL,
    filters TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (paper, item)
);

-- The limits that held.
CREATE TABLE frozen_parameters (
    paper TEXT NOT NULL REFERENCES frozen_papers (number),
    parameter TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    value TEXT NOT NULL,
    unit TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (paper, parameter, valid_from)
);
