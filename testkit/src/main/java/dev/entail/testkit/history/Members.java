package dev.entail.testkit.history;

import dev.entail.core.value.RecordId;
import dev.entail.testkit.reference.ReferenceId;
import dev.entail.testkit.reference.ReferenceView;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who was in which view or union at a moment.
 *
 * @param observed names of the views and unions
 * @param keys their members, each as name, sign and id in the store
 */
record Members(Set<String> observed, Set<String> keys) {
    static Members of(Set<String> observed, ReferenceView view, Binding binding, Map<ReferenceId, RecordId> entailed) {
        Set<String> keys = new TreeSet<>();
        for (String name : observed) {
            view.members(name).forEach(member -> {
                @Nullable RecordId made = entailed.get(member.id());
                keys.add(name + " #" + (made == null ? binding.id(member.id()) : made));
            });
        }
        return new Members(observed, keys);
    }

    boolean isObserved(String name) {
        return observed.contains(name);
    }
}
