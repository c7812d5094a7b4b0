DROP TABLE vacancy_confirmations;
DROP TABLE vacancy_steps;
DROP TABLE vacancies;
