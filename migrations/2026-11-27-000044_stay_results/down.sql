DROP TABLE stay_results;
