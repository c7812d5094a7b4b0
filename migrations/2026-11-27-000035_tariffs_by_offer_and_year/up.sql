-- What a place costs is asked by offer and year: of a search for some hundred offers the tariffs of one
-- year, not of all.
DROP INDEX tariffs_offer;
CREATE INDEX tariffs_offer_year ON tariffs (offer_id, year);
