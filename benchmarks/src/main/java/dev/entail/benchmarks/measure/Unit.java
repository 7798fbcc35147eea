package dev.entail.benchmarks.measure;

import java.util.Locale;

/** What is measured. */
enum Unit {
    /** Operations a second. */
    RATE("a second") {
        @Override
        String text(double value) {
            return String.format(Locale.ROOT, value < 100 ? "%,.1f" : "%,.0f", value);
        }
    },
    /** Nanoseconds. */
    TIME("time") {
        @Override
        String text(double value) {
            if (value < 1e6) {
                return String.format(Locale.ROOT, "%,.1f us", value / 1e3);
            }
            return value < 1e9
                    ? String.format(Locale.ROOT, "%,.1f ms", value / 1e6)
                    : String.format(Locale.ROOT, "%,.2f s", value / 1e9);
        }
    };

    private final String title;

    Unit(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract String text(double value);
}
