package dev.entail.benchmarks.measure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long to measure, and how much.
 *
 * @param warmUps rounds that do not count
 * @param rounds rounds that count, at least one
 * @param round how long one contestant runs in one round
 * @param sizes numbers that workloads ask for by name
 */
public record Options(int warmUps, int rounds, Duration round, Map<String, Long> sizes) {
    /** Two rounds of two seconds to warm up, and seven that count. */
    public static final Options DEFAULT = new Options(2, 7, Duration.ofSeconds(2), Map.of());

    public Options {
        if (warmUps < 0 || rounds < 1 || round.isNegative()) {
            throw new IllegalArgumentException("There is at least one round, and nothing is negative: warmups="
                    + warmUps + " rounds=" + rounds + " seconds=" + round.toMillis() / 1e3);
        }
        sizes = Map.copyOf(sizes);
    }

    /**
     * Reads {@code warmups=2}, {@code rounds=7}, {@code seconds=0.5} and sizes such as {@code likes=1000}.
     *
     * @param arguments a name, an equals sign and a number each
     */
    public static Options parse(List<String> arguments) {
        Options options = DEFAULT;
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            options = parts.length == 2 ? options.with(parts[0], parts[1]) : options.with(argument, "");
        }
        return options;
    }

    private Options with(String name, String value) {
        try {
            return switch (name) {
                case "warmups" -> new Options(Integer.parseInt(value), rounds, round, sizes);
                case "rounds" -> new Options(warmUps, Integer.parseInt(value), round, sizes);
                case "seconds" ->
                    new Options(warmUps, rounds, Duration.ofMillis(Math.round(Double.parseDouble(value) * 1e3)), sizes);
                default -> withSize(name, Long.parseLong(value));
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("A number is wanted: " + name + "=" + value, e);
        }
    }

    /** The same with one more size. */
    public Options withSize(String name, long size) {
        Map<String, Long> more = new HashMap<>(sizes);
        more.put(name, size);
        return new Options(warmUps, rounds, round, more);
    }

    /** A size by its name, or what is usual if nobody said. */
    public long size(String name, long usual) {
        return sizes.getOrDefault(name, usual);
    }
}
