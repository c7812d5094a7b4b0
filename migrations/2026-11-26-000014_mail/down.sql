DROP TABLE mail_links;
DROP TABLE outbox;
