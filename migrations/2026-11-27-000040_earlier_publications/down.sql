DROP TABLE publication_years;
DROP TABLE kept_publications;
DROP TABLE earlier_publications;
