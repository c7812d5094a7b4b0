DROP TABLE frozen_parameters;
DROP TABLE frozen_reports;
DROP TABLE frozen_files;
DROP TABLE frozen_papers;
