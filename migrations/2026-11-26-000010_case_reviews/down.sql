DROP TABLE case_deletions;
DROP TABLE case_reviews;
