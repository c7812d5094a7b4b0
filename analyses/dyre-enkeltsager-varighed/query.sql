-- What became of the region's costly cases from one year to the next.
SELECT
    s.year,
    s.status,
    s.masked,
    s.cases,
    mul_div(s.cost, 1, 100) AS cost,
    mul_div(s.cost, 1, s.cases * 100) AS average
FROM published_cases_by_status s
WHERE s.municipality = 'total' AND s.status <> 'total'
ORDER BY s.year DESC, CASE s.status WHEN 'new' THEN 1 WHEN 'continuing' THEN 2 ELSE 3 END
