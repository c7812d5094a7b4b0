DROP TABLE calendars;
DROP TABLE mail_answers;
DROP TABLE mail_wishes;
