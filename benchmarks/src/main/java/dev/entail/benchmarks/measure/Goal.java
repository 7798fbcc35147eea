package dev.entail.benchmarks.measure;

import java.util.Locale;

/** What the first contestant is to reach, next to another one. */
record Goal(String other, boolean atLeast, double bound) {
    boolean isMetBy(double ratio) {
        return atLeast ? ratio >= bound : ratio <= bound;
    }

    String judge(double ratio) {
        String verdict = isMetBy(ratio) ? "met" : "**missed**";
        return String.format(Locale.ROOT, "%s %s %s", atLeast ? ">=" : "<=", bound, verdict);
    }
}
