package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Step;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationView;
import dev.entail.core.event.Effect;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Links in the row of a record have the id of that record, one after the other. */
abstract class HostedLinkContract extends RuntimeGroup {
    private static final Entity PERSON = entity("Person", text("name"));
    private static final Entity TEAM = entity("Team", text("title"));
    private static final Relation MEMBER =
            manyToOne(PERSON, "team", TEAM, "members").with(integer("years")).named("Member");
    private static final RelationView SENIOR =
            RelationView.of("Senior", MEMBER, "seniorIn", "seniors", Match.ge("years", 10));
    private static final Property<Long> ALL_YEARS = integer("allYears");
    private static final Model MODEL = Model.model("Teams")
            .facts(PERSON, TEAM, MEMBER, SENIOR)
            .derive(TEAM, integer("seniorCount"), Count.of("seniors"))
            .derive(TEAM, integer("years"), Summation.of("members", "&.years"))
            .derive(
                    ALL_YEARS,
                    Custom.reading("links", Query.of("Member").select("years"))
                            .computing(all -> all.rows("links").stream()
                                    .mapToLong(HostedLinkContract::years)
                                    .sum())
                            .updating((last, change) -> Step.value((Long) Objects.requireNonNull(last.value())
                                    + years(change.now())
                                    - years(change.before()))))
            .build();

    private Entail entail;
    private RecordId red;
    private RecordId blue;
    private RecordId ann;

    @BeforeEach
    final void scene() {
        entail = open(MODEL);
        red = entail.create(TEAM, Draft.of("title", "red"));
        blue = entail.create(TEAM, Draft.of("title", "blue"));
        entail.create(PERSON, Draft.of("name", "nobody's"));
        ann = entail.create(PERSON, Draft.of("name", "Ann").set("team", senior(red, 12)));
    }

    private static long years(@Nullable Row link) {
        return link == null || link.get("years") == null ? 0 : link.integer("years");
    }

    private static Draft senior(RecordId team, int years) {
        return Draft.of("id", team).set("&", Draft.of("years", years));
    }

    @Test
    @DisplayName(
            "MOD-58 STO-322 the link that goes and the one that comes have one id, and views and sums hear of both")
    final void relinked() {
        List<Effect> effects = entail.effects(writes -> writes.update(PERSON, ann, Draft.of("team", senior(blue, 20))));

        assertThat(effects.stream()
                        .map(Effect::mutation)
                        .filter(event -> event.record().equals("Member"))
                        .map(event -> event.id()))
                .containsExactly(ann, ann);
        assertThat(Events.of(effects)).startsWith("delete Senior", "delete Member", "create Member", "create Senior");
        assertThat(link().integer("years")).isEqualTo(20);
        assertThat(entail.global(ALL_YEARS)).isEqualTo(20);
        assertThat(entail.query(SENIOR).select("id").list()).extracting(Row::id).containsExactly(ann);
        assertTeams("blue 1 20", "red 0 0");
    }

    @Test
    @DisplayName("MOD-58 a link that is removed and made again in one transaction holds nothing of the one before it")
    final void again() {
        entail.inTransaction(writes -> {
            writes.update(MEMBER, ann, Draft.of("years", 30));
            writes.unlink(MEMBER, ann, red);
            writes.link(MEMBER, Link.between(ann, red));
            writes.update(MEMBER, ann, Draft.of("years", 5));
            return writes.unlink(MEMBER, ann, red) && writes.link(MEMBER, Link.between(ann, blue)) != null;
        });

        assertThat(link().get("years")).isNull();
        assertThat(entail.query(SENIOR).count()).isZero();
        assertTeams("blue 0 0", "red 0 0");
    }

    @Test
    @DisplayName("MOD-58 a record without a link is no link: it is not found, changed or deleted by its id")
    final void none() {
        RecordId free = entail.query(PERSON)
                .where(Match.eq("name", "nobody's"))
                .list()
                .get(0)
                .id();

        assertThat(entail.query(MEMBER).byId(free)).isEmpty();
        assertThat(entail.query(MEMBER)
                        .where(Match.in("id", List.of(free, ann)))
                        .list())
                .extracting(Row::id)
                .containsExactly(ann);
        assertThat(entail.update(MEMBER, free, Draft.of("years", 1))).isFalse();
        assertThat(entail.delete(MEMBER, free)).isFalse();
        assertThat(entail.query(PERSON)
                        .select("name", "team.&.id", "team.&.years")
                        .byId(free)
                        .orElseThrow()
                        .get("team"))
                .isNull();
        assertThat(entail.update(MEMBER, ann, Draft.of("years", 11))).isTrue();
        assertThat(entail.delete(MEMBER, ann)).isTrue();
        assertThat(entail.query(PERSON).count()).isEqualTo(2);
        assertTeams("blue 0 0", "red 0 0");
    }

    @Test
    @DisplayName("STO-306 a draft can give such a link no other id than that of its record")
    final void ids() {
        Draft other = Draft.of("source", ann).set("target", blue).set("id", RecordId.of(4711));

        assertThat(failureOf(() -> entail.create(MEMBER, other)).code()).isEqualTo("WRITE_INVALID");
        assertThat(entail.create(MEMBER, other.set("id", ann))).isEqualTo(ann);
        assertTeams("blue 0 0", "red 0 0");
    }

    private Row link() {
        return entail.query(MEMBER).select("years").byId(ann).orElseThrow();
    }

    private void assertTeams(String... expected) {
        assertThat(entail.query(TEAM).select("title", "seniorCount", "years").list())
                .extracting(
                        team -> team.text("title") + " " + team.integer("seniorCount") + " " + team.integer("years"))
                .containsExactlyInAnyOrder(expected);
    }
}
