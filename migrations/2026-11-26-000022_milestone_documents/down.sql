DROP TABLE milestone_document_parts;
DROP TABLE milestone_documents;
