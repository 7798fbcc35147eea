package dev.entail.benchmarks.measure;

import com.sun.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * Contestants that do the same in different ways, once in each turn, whose time is what counts. The next turn begins with
 * the next contestant.
 */
public final class Laps {
    private final String name;
    private final List<Goal> goals = new ArrayList<>();
    private final List<Runner> runners = new ArrayList<>();

    private Laps(String name) {
        this.name = name;
    }

    /** A contest without contestants. */
    public static Laps named(String name) {
        return new Laps(name);
    }

    /** One more contestant; the goals are those of the first one. */
    public Laps contestant(String contestant, Lap lap) {
        return contestant(contestant, 1, lap);
    }

    /**
     * One more contestant that does many in a turn; time and memory are those of each.
     *
     * @param number how many it does in a turn
     */
    public Laps contestant(String contestant, int number, Lap lap) {
        runners.add(new Runner(contestant, number, lap));
        return this;
    }

    /** How many times as long as another the first contestant may take, at most. */
    public Laps goal(String other, double atMost) {
        goals.add(new Goal(other, false, atMost));
        return this;
    }

    /**
     * Runs and reports. Memory is that of the calling thread.
     *
     * @param warmUps turns that do not count
     * @param turns turns that count
     * @return how the contestants did, in their order
     * @throws Exception the first failure of a contestant, which ends the contest
     */
    public List<Standing> run(int warmUps, int turns, Report report) throws Exception {
        for (int turn = 0; turn < warmUps + turns; turn++) {
            for (int place = 0; place < runners.size(); place++) {
                runners.get((turn + place) % runners.size()).run(turn, turn >= warmUps);
            }
        }
        List<Standing> standings = runners.stream().map(Runner::standing).toList();
        report.table(name, Unit.TIME, standings, goals);
        return standings;
    }

    /** A contestant with its results. */
    private static final class Runner {
        private final String name;
        private final int number;
        private final Lap lap;
        private final ThreadMXBean memory = Workers.memory();
        private final List<Double> times = new ArrayList<>();
        private long bytes;

        Runner(String name, int number, Lap lap) {
            this.name = name;
            this.number = number;
            this.lap = lap;
        }

        void run(int turn, boolean counts) throws Exception {
            long before = memory.getCurrentThreadAllocatedBytes();
            long nanos = lap.nanos(turn);
            if (counts) {
                bytes += memory.getCurrentThreadAllocatedBytes() - before;
                times.add((double) nanos / number);
            }
        }

        Standing standing() {
            return new Standing(name, times, (double) bytes / number / times.size());
        }
    }
}
