DROP TABLE published_cases;
DROP TABLE costly_cases;
