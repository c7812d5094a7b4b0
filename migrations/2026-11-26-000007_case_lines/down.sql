DROP TABLE case_years;
DROP TABLE case_lines;
