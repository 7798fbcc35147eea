package dev.entail.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Contestants that do the same in different ways, as often as they can. Each round lets each of them run for a while, one
 * after the other, so that a neighbour who slows the machine down slows all of them.
 */
public final class Contest {
    private final String name;
    private final List<Goal> goals = new ArrayList<>();
    private final List<Runner> runners = new ArrayList<>();
    private int threads = 1;

    private Contest(String name) {
        this.name = name;
    }

    /** A contest without contestants. */
    public static Contest named(String name) {
        return new Contest(name);
    }

    /** How many threads of a contestant run at the same time; one unless this is said. */
    public Contest threads(int number) {
        threads = number;
        return this;
    }

    /** One more contestant; the goals are those of the first one. */
    public Contest contestant(String contestant, Operation operation) {
        runners.add(new Runner(contestant, operation));
        return this;
    }

    /** How many times as fast as another the first contestant is to be, at least. */
    public Contest goal(String other, double atLeast) {
        goals.add(new Goal(other, true, atLeast));
        return this;
    }

    /**
     * Runs all rounds and reports.
     *
     * @return how the contestants did, in their order
     * @throws Exception the first failure of a contestant, which ends the contest
     */
    public List<Standing> run(Options options, Report report) throws Exception {
        try (Workers workers = new Workers(threads)) {
            for (int round = 0; round < options.warmUps() + options.rounds(); round++) {
                for (Runner runner : runners) {
                    runner.run(workers, options, round >= options.warmUps());
                }
            }
        }
        List<Standing> standings = runners.stream().map(Runner::standing).toList();
        report.table(name, Unit.RATE, standings, goals);
        return standings;
    }

    /** A contestant with its results. */
    private static final class Runner {
        private final String name;
        private final Operation operation;
        private final List<Double> rates = new ArrayList<>();
        private long begun;
        private long counted;
        private long bytes;

        Runner(String name, Operation operation) {
            this.name = name;
            this.operation = operation;
        }

        void run(Workers workers, Options options, boolean counts) throws Exception {
            Workers.Shift shift = workers.run(operation, begun, options.round());
            begun += shift.operations();
            if (counts) {
                rates.add(shift.operations() * 1e9 / shift.nanos());
                counted += shift.operations();
                bytes += shift.bytes();
            }
        }

        Standing standing() {
            return new Standing(name, rates, (double) bytes / counted);
        }
    }
}
