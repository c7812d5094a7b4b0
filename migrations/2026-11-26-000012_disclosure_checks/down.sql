DROP TABLE disclosure_failures;
DROP TABLE disclosure_findings;
DROP TABLE disclosure_checks;
