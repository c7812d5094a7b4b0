DROP TABLE tariff_case_events;
DROP TABLE steering_meetings;
DROP TABLE parameters;
DROP TABLE tariffs;
DROP TABLE offers;
DROP TABLE target_groups;
