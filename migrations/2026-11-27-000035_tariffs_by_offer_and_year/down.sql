DROP INDEX tariffs_offer_year;
CREATE INDEX tariffs_offer ON tariffs (offer_id);
