package dev.entail.benchmarks.measure;

import com.sun.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contestants that do the same in different ways, once in each turn, whose time is what counts. The next turn begins with
 * the next contestant.
 */
public final class Laps {
    private final String name;
    private final List<Goal> goals = new ArrayList<>();
    private final Map<String, Lap> contestants = new LinkedHashMap<>();

    private Laps(String name) {
        this.name = name;
    }

    /** A contest without contestants. */
    public static Laps named(String name) {
        return new Laps(name);
    }

    /** One more contestant; the goals are those of the first one. */
    public Laps contestant(String contestant, Lap lap) {
        contestants.put(contestant, lap);
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
        ThreadMXBean memory = Workers.memory();
        List<String> names = List.copyOf(contestants.keySet());
        Map<String, List<Double>> times = new LinkedHashMap<>();
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (int turn = 0; turn < warmUps + turns; turn++) {
            for (int place = 0; place < names.size(); place++) {
                String contestant = names.get((turn + place) % names.size());
                long before = memory.getCurrentThreadAllocatedBytes();
                long nanos = contestants.get(contestant).nanos(turn);
                long taken = memory.getCurrentThreadAllocatedBytes() - before;
                if (turn >= warmUps) {
                    times.computeIfAbsent(contestant, c -> new ArrayList<>()).add((double) nanos);
                    bytes.merge(contestant, taken, Long::sum);
                }
            }
        }
        List<Standing> standings = names.stream()
                .map(c -> new Standing(c, times.getOrDefault(c, List.of()), (double) bytes.getOrDefault(c, 0L) / turns))
                .toList();
        report.table(name, Unit.TIME, standings, goals);
        return standings;
    }
}
