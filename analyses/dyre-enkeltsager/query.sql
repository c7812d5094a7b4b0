-- The published table by municipality. What is masked is not in it, and nothing is added up here.
SELECT
    c.municipality,
    c.masked,
    c.cases,
    mul_div(c.cost, 1, 100) AS cost,
    mul_div(c.cost, 1, c.cases * 100) AS average,
    mul_div(c.refund, 1, 100) AS refund,
    mul_div(c.cost - c.refund, 1, 100) AS net
FROM published_cases c
LEFT JOIN areas a ON a.code = c.municipality
WHERE c.year = :year AND c.paragraph = 'total'
ORDER BY a.position IS NULL, a.position
