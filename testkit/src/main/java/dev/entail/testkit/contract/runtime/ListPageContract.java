package dev.entail.testkit.contract.runtime;

import static dev.entail.core.query.Selection.related;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.jdbc.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Lists of which only a part is wanted: the same records as in the whole list, with one statement, and not by reading it all. */
abstract class ListPageContract extends RuntimeGroup {
    private static final int RECORDS = 12;
    private static final long SEED = 7;
    /** More than one parameter each is good for, and more than may have one. */
    private static final int[] PARENTS = {1, 3, 70, 1_100};

    private final Random random = new Random(SEED);

    @Test
    @DisplayName("STO-155 STO-166 STO-906 a part of a list is cut from the whole of it, for links of every kind and in"
            + " every order")
    final void parts() {
        Entail entail = open(Crew.model());
        List<RecordId> people = crew(entail);
        assertThat(people).hasSize(RECORDS);
        Match sorted = Match.or(Match.ge("age", 2), Match.isNull("age"));
        requireParts(entail, Crew.PERSON, related("staff", "name", "boss.name"), Match.eq("boss.mood", "calm"));
        requireParts(entail, Crew.PERSON, related("pals", "name", "&.trust", "clubs.title"), sorted);
        requireParts(entail, Crew.PERSON, related("docs", "title", "&.reads"), Match.like("title", "d%"));
        requireParts(entail, Crew.CLUB, related("people", "name", "badge.label", "&.post"), sorted);
        for (List<Order> order : List.of(
                List.of(Order.ascending("age")),
                List.of(Order.descending("age"), Order.ascending("name")),
                List.of(Order.ascending("boss.age"), Order.descending("id")))) {
            Order[] keys = order.toArray(Order[]::new);
            requireParts(entail, Crew.PERSON, related("staff", "name").orderBy(keys), sorted);
            requireParts(entail, Crew.PERSON, related("pals", "name").orderBy(keys), sorted);
            requireParts(entail, Crew.CLUB, related("people", "name", "&.post").orderBy(keys), sorted);
        }
        requireParts(
                entail,
                Crew.CLUB,
                related("people", "&.post").orderBy(Order.descending("&.post")),
                Match.isNull("boss.boss"));
    }

    @Test
    @DisplayName("STO-155 STO-441 a part of a list over views and unions of relations is cut from the whole of it")
    final void partsOfSets() {
        Entail entail = open(Edges.model());
        List<RecordId> us = new ArrayList<>();
        List<RecordId> ts = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            ts.add(entail.create(Edges.T, Draft.of("name", "t" + i % 5).set("lv", i)));
        }
        for (int i = 0; i < RECORDS; i++) {
            us.add(entail.create(
                    Edges.U,
                    Draft.of("name", "u" + i % 5)
                            .set(
                                    "main",
                                    Draft.of("id", ts.get(RECORDS - 1 - i % 3))
                                            .set("&", Draft.of("kind", i % 2 == 0 ? "hot" : "bad")))));
        }
        link(entail, Edges.R, us, ts, "kind", "hot", "bad");
        link(entail, Edges.OWNS, us, ts, "since", "1", "2");
        link(entail, Edges.RENTS, us, ts, "since", "1", "2");
        for (String list : List.of("hotTs", "hotHigh", "used", "owned")) {
            requireParts(entail, Edges.U, related(list, "name", "&.*"), Match.gt("lv", 3));
            requireParts(entail, Edges.U, related(list, "name").orderBy(Order.descending("name")), Match.gt("lv", 3));
        }
        for (String list : List.of("users", "mainOf", "hotMainOf", "highMainOf")) {
            requireParts(entail, Edges.T, related(list, "name", "&.*"), Match.ne("name", "u1"));
        }
    }

    @Test
    @DisplayName("STO-906 STO-907 a part of a list is one statement for any number of parents, and does not rank what"
            + " nobody wants")
    final void statements() {
        Entail entail = open(Crew.model());
        List<RecordId> people = entail.inTransaction(writes -> {
            List<RecordId> made = new ArrayList<>();
            for (int i = 0; i < PARENTS[PARENTS.length - 1]; i++) {
                made.add(writes.create(Crew.PERSON, Draft.of("name", "p" + i)));
            }
            for (int i = 0; i < made.size(); i++) {
                for (int doc = 0; doc < i % 4; doc++) {
                    RecordId id = writes.create(Crew.DOC, Draft.of("title", "d" + doc));
                    writes.link(Crew.AUTHOR, Link.between(id, made.get(i)));
                }
            }
            return made;
        });
        for (int parents : PARENTS) {
            List<Row> found = new ArrayList<>();
            Recording recording = log(entail)
                    .record(() -> found.addAll(entail.query(Crew.PERSON)
                            .select(related("docs", "title")
                                    .orderBy(Order.descending("id"))
                                    .limit(2))
                            .limit(parents)
                            .list()));
            assertThat(recording.statements())
                    .as(recording.toString())
                    .hasSizeLessThanOrEqualTo(parents > 1_024 ? 3 : 2);
            assertThat(found).hasSize(parents).allSatisfy(row -> {
                int docs = people.indexOf(row.id()) % 4;
                assertThat(row.rows("docs"))
                        .extracting(doc -> doc.text("title"))
                        .isEqualTo(List.of("d2", "d1", "d0").subList(3 - docs, Math.min(3, 5 - docs)));
            });
            if (parents <= 64) {
                assertThat(recording.toString()).doesNotContain("ROW_NUMBER");
            }
        }
    }

    private List<RecordId> crew(Entail entail) {
        List<RecordId> people = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            people.add(entail.create(
                    Crew.PERSON,
                    Draft.of("name", "p" + i % 5)
                            .set("age", i % 4 == 0 ? null : i % 3)
                            .set("boss", i < 2 ? null : people.get(random.nextInt(2)))));
        }
        List<RecordId> clubs = List.of(Crew.club(entail, "A"), Crew.club(entail, "B"), Crew.club(entail, "C"));
        for (int i = 0; i < RECORDS; i++) {
            RecordId doc = entail.create(Crew.DOC, Draft.of("title", (i % 3 == 0 ? "x" : "d") + i));
            entail.link(Crew.AUTHOR, Link.between(doc, people.get(i % 2)).with("reads", i));
            Crew.trust(entail, people.get(i), people.get(i), i);
            for (int other = 0; other < i; other++) {
                if (random.nextBoolean()) {
                    Crew.trust(entail, people.get(i), people.get(other), other);
                }
            }
        }
        link(entail, Crew.CLUBS, people, clubs, "post", "chair", "cook");
        return people;
    }

    private void link(
            Entail entail, Relation relation, List<RecordId> from, List<RecordId> to, String value, String... texts) {
        for (RecordId source : from) {
            for (RecordId target : to) {
                if (random.nextBoolean()) {
                    entail.link(
                            relation, Link.between(source, target).with(value, texts[random.nextInt(texts.length)]));
                }
            }
        }
    }

    private static void requireParts(Entail entail, RecordDefinition parents, Selection.Related list, Match match) {
        requireParts(entail, parents, list);
        requireParts(entail, parents, list.where(match));
    }

    private static void requireParts(Entail entail, RecordDefinition parents, Selection.Related list) {
        List<Row> whole = entail.query(parents).select(list).list();
        assertThat(whole)
                .as(list.toString())
                .anySatisfy(row -> assertThat(row.rows(list.name())).hasSizeGreaterThan(1));
        for (int limit : new int[] {1, 2, 100}) {
            for (int offset : new int[] {0, 1, 2}) {
                List<Row> parts = entail.query(parents)
                        .select(list.limit(limit).offset(offset))
                        .list();
                assertThat(parts).hasSameSizeAs(whole);
                for (int i = 0; i < whole.size(); i++) {
                    List<Row> all = whole.get(i).rows(list.name());
                    int from = Math.min(offset, all.size());
                    assertThat(parts.get(i).rows(list.name()))
                            .as("%s, %d from %d", list, limit, offset)
                            .isEqualTo(all.subList(from, Math.min(all.size(), from + limit)));
                }
            }
        }
    }
}
