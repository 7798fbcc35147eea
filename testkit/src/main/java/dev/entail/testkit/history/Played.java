package dev.entail.testkit.history;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has been played without finding anything wrong.
 *
 * @param histories how many histories
 * @param accepted how many transactions were not refused
 * @param refusals how often transactions were refused with which code; of sequential histories this is not counted
 */
public record Played(int histories, int accepted, Map<String, Integer> refusals) {
    static final Played NOTHING = new Played(0, 0, Map.of());

    public Played {
        refusals = Collections.unmodifiableMap(new TreeMap<>(refusals));
    }

    Played and(Played other) {
        Map<String, Integer> all = new TreeMap<>(refusals);
        other.refusals.forEach((code, times) -> all.merge(code, times, Integer::sum));
        return new Played(histories + other.histories, accepted + other.accepted, all);
    }
}
