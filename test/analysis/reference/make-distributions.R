# Frozen answers for test/analysis/distributions.test.ts. Base R only (written with 4.2.2). Run in this folder: Rscript make-distributions.R
options(digits = 17, scipen = 0)
out <- NULL; add <- function(what, a, b, c, value) out <<- rbind(out, data.frame(what, a, b, c, value = format(value, digits = 17, trim = TRUE)))
for (m in c(1e-6, .01, .5, 4, 37.5, 400, 2e4)) for (f in c(0, 1e-6, .003, .25, 1, 8, 60)) for (z in c(0, .5, 1, 3, 10, 40)) {
  s <- ceiling(m + z * sqrt(m + f * m^2)) + (z == 0); if (s < 1) s <- 1
  t <- if (f == 0) ppois(s - 1, m, lower.tail = FALSE, log.p = TRUE) else pnbinom(s - 1, size = 1 / f, mu = m, lower.tail = FALSE, log.p = TRUE)
  p <- if (f == 0) dpois(s, m, log = TRUE) else dnbinom(s, size = 1 / f, mu = m, log = TRUE)
  if (t > -650) add("log-tail", s, m, f, t); add("log-probability", s, m, f, p) }
for (m in c(.001, .3, 2, 25, 600)) for (f in c(0, .1, 2)) add("first-unlikely", m, f, 0, 1 + if (f == 0) qpois(.95, m) else qnbinom(.95, size = 1 / f, mu = m))
for (a in c(.02, .5, 1, 7, 9.9, 10.1, 300, 1e5)) { add("log-gamma", a, 0, 0, lgamma(a)); for (p in c(.001, .05, .5, .9, .95, .999)) { q <- qgamma(p, a); add("gamma-quantile", p, a, 0, q); if (q > 1e-300) add("gamma-cdf", q * 1.1, a, 0, pgamma(q * 1.1, a)) } }
for (z in c(.1, 1, 2.5, 6, 12, 30)) add("normal-two-sided", z, 0, 0, 2 * pnorm(-z))
write.csv(out, "distributions.csv", row.names = FALSE, quote = FALSE)
