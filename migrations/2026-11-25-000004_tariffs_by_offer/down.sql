CREATE INDEX tariffs_year ON tariffs (year);
