-- Each municipality's unit cost beside the median of the chosen ones that have one, and the median tariff of
-- the offers that lie in it. The median is of unit costs in hundredths of an øre; what is shown is rounded once.
WITH unit AS (
    SELECT area, persons, expenditure, mul_div(expenditure, 1000000, persons) AS unit_cost
    FROM components
    WHERE paragraph = :paragraph AND year = :year
),
middle AS (
    SELECT median(u.unit_cost) AS unit_cost
    FROM unit u
    WHERE length(replace(:peers, u.area, '')) < length(:peers)
),
tariff AS (
    SELECT o.municipality, median(t.amount) AS amount, count(*) AS number
    FROM tariffs t
    JOIN offers o ON o.offer_id = t.offer_id
    WHERE t.paragraph = :paragraph AND t.year = :year AND t.unit = 'full_day'
    GROUP BY o.municipality
)
SELECT
    a.code AS municipality,
    u.persons,
    mul_div(u.expenditure, 100, u.persons) AS unit_cost,
    mul_div(u.unit_cost - m.unit_cost, 10000, m.unit_cost) AS from_median_pct,
    CASE
        WHEN u.unit_cost > m.unit_cost THEN mul_div(u.unit_cost - m.unit_cost, u.persons, 100000000)
        WHEN u.unit_cost <= m.unit_cost THEN 0
    END AS opportunity,
    t.amount AS tariff,
    coalesce(t.number, 0) AS tariffs
FROM areas a
JOIN unit u ON u.area = a.code
CROSS JOIN middle m
LEFT JOIN tariff t ON t.municipality = a.code
ORDER BY u.unit_cost DESC, a.position
