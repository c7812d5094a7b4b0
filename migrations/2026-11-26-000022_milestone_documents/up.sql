-- Documents attached to an update of a milestone. The content is base64 in parts, so that a row stays
-- small; bytes and sha256 (hexadecimal) are of the document as it was sent. Rows are only ever added.
CREATE TABLE milestone_documents (
    id TEXT NOT NULL PRIMARY KEY,
    milestone TEXT NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('pdf', 'docx', 'xlsx', 'png')),
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    FOREIGN KEY (milestone, version) REFERENCES milestone_updates (milestone, version)
);
CREATE INDEX milestone_documents_update ON milestone_documents (milestone, version);

CREATE TABLE milestone_document_parts (
    document TEXT NOT NULL REFERENCES milestone_documents (id),
    part INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (document, part)
);
