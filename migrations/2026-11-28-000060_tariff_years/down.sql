DROP TABLE tariff_years;
