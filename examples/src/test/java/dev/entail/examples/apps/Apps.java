package dev.entail.examples.apps;

import dev.entail.Entail;
import dev.entail.core.definition.Entity;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.examples.friends.FriendsModel;
import dev.entail.examples.leave.LeaveModel;
import dev.entail.examples.shop.ShopModel;
import dev.entail.examples.social.SocialModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The example applications, for tests that hold for any of them. */
enum Apps {
    SOCIAL(SocialModel.create(), SocialModel.USER),
    SHOP(ShopModel.create(), ShopModel.USER),
    LEAVE(LeaveModel.create(), LeaveModel.USER),
    FRIENDS(FriendsModel.create(), FriendsModel.USER);

    private final Model model;
    private final Entity user;

    Apps(Model model, Entity user) {
        this.model = model;
        this.user = user;
    }

    Model model() {
        return model;
    }

    Entity user() {
        return user;
    }

    List<RecordId> people(Entail entail) {
        return List.of("Ann", "Bob", "Cid").stream()
                .map(name -> entail.create(user, Draft.of("name", name)))
                .toList();
    }

    /** Ids of all records of an entity, in the order in which they came. */
    static List<RecordId> ids(Entail entail, String record) {
        return entail.query(record).unbounded().list().stream()
                .map(Row::id)
                .sorted()
                .toList();
    }

    /** Everything that is stored but events, in words that do not depend on which ids records got. */
    static Map<String, List<String>> contents(Entail entail) {
        Map<String, List<RecordId>> ids = new LinkedHashMap<>();
        Map<String, List<String>> all = new TreeMap<>();
        for (RecordModel record : entail.model().records().values()) {
            if (record.isConcrete() && !record.name().startsWith("_")) {
                all.put(record.name(), rows(entail, record, ids));
            }
        }
        entail.model().globals().values().stream()
                .filter(global -> !global.isHidden())
                .forEach(global ->
                        all.put("@" + global.name(), List.of(String.valueOf(entail.global(global.property())))));
        return all;
    }

    private static List<String> rows(Entail entail, RecordModel record, Map<String, List<RecordId>> ids) {
        List<String> rows = new ArrayList<>();
        for (Row row : entail.query(record.name()).select("*").unbounded().list()) {
            rows.add(new TreeMap<>(row.values()).toString());
        }
        if (record.relation().isEmpty()) {
            return rows;
        }
        List<String> links = new ArrayList<>();
        String source = record.relation().get().source().name();
        String target = record.relation().get().target().name();
        List<Row> ends = entail.query(record.name())
                .select("*", "source", "target")
                .unbounded()
                .list();
        for (Row link : ends) {
            Map<String, Object> values = new TreeMap<>();
            link.values().forEach((name, value) -> values.put(name, value instanceof Row ? "" : String.valueOf(value)));
            links.add(place(entail, source, link.row("source").id(), ids) + " to "
                    + place(entail, target, link.row("target").id(), ids) + " " + values);
        }
        Collections.sort(links);
        return links;
    }

    private static int place(Entail entail, String record, RecordId id, Map<String, List<RecordId>> ids) {
        return ids.computeIfAbsent(record, name -> ids(entail, name)).indexOf(id);
    }
}
