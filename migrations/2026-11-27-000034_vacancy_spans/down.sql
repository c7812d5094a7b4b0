DROP TABLE vacancy_spans;
