package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Property;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Counts, sums, computed values and chains of them, over relations of every kind. */
abstract class ComputationContract extends RuntimeGroup {
    @Test
    @DisplayName("CNT-01 CNT-02 a count follows links as they come and go, at both ends")
    final void count() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        RecordId bob = Blog.user(entail, "Bob");
        RecordId post = Blog.post(entail, "Hello");
        Blog.like(entail, ann, post).orThrow();
        Blog.like(entail, bob, post).orThrow();
        assertThat(Blog.likes(entail, post)).isEqualTo(2);
        entail.dispatch(Blog.UNLIKE_POST, call -> call.by(ann).payload("post", post))
                .orThrow();
        assertThat(Blog.likes(entail, post)).isEqualTo(1);
        assertThat(entail.dispatch(Blog.UNLIKE_POST, call -> call.by(ann).payload("post", post))
                        .orThrow()
                        .effects())
                .hasSize(1);
        assertThat(entail.delete(Blog.USER, bob)).isTrue();
        assertThat(Blog.likes(entail, post)).isZero();
    }

    @Test
    @DisplayName("SUM-01 SUM-04 sums of decimals are exact, and a chain of two sums follows one order")
    final void chain() {
        Entail entail = open(Shop.model());
        RecordId ann = Shop.customer(entail);
        RecordId tea = Shop.product(entail, "Tea");
        RecordId jam = Shop.product(entail, "Jam");
        for (int i = 0; i < 3; i++) {
            entail.dispatch(
                            Shop.PLACE_ORDER,
                            call -> call.by(ann)
                                    .payload(
                                            "items",
                                            List.of(Shop.item(tea, 3, "0.1"), Shop.item(jam, 1, "4.0000000001"))))
                    .orThrow();
        }
        Row customer = entail.query(Shop.CUSTOMER).select("spent").first().orElseThrow();
        assertThat(customer.get("spent")).isEqualTo(new BigDecimal("12.9000000003"));
        assertThat(entail.query(Shop.PRODUCT).select("sold").list())
                .extracting(product -> product.integer("sold"))
                .containsExactlyInAnyOrder(9L, 3L);
        assertThat(entail.global(Property.decimal("turnover"))).isEqualTo(new BigDecimal("12.9000000003"));
    }

    @Test
    @DisplayName("SUM-03 a sum follows changes of the item, of the link and of null")
    final void sumFollowsItems() {
        Entail entail = open(Club.model());
        RecordId red = entail.create(Club.TEAM, Draft.of("name", "Red"));
        RecordId blue = entail.create(Club.TEAM, Draft.of("name", "Blue"));
        RecordId ann = entail.create(
                Club.PERSON,
                Draft.of("name", "Ann").set("money", new BigDecimal("10.50")).set("team", red));
        assertThat(purse(entail, red)).isEqualByComparingTo("10.5");
        entail.update(Club.PERSON, ann, Draft.of("money", new BigDecimal("7")));
        assertThat(purse(entail, red)).isEqualByComparingTo("7");
        entail.update(Club.PERSON, ann, Draft.of("team", blue));
        assertThat(purse(entail, red)).isZero();
        assertThat(purse(entail, blue)).isEqualByComparingTo("7");
        entail.update(Club.PERSON, ann, Draft.of("money", null));
        assertThat(purse(entail, blue)).isZero();
        entail.update(Club.PERSON, ann, Draft.of("team", null).set("money", new BigDecimal("3")));
        assertThat(purse(entail, blue)).isZero();
    }

    private static BigDecimal purse(Entail entail, RecordId team) {
        return Objects.requireNonNull((BigDecimal)
                entail.query(Club.TEAM).select("purse").byId(team).orElseThrow().get("purse"));
    }

    @Test
    @DisplayName(
            "MOD-53 AGG-04 a symmetric link counts at both ends, a link to oneself once, directions are kept apart")
    final void selfRelations() {
        Entail entail = open(Club.model());
        RecordId ann = entail.create(Club.PERSON, Draft.of("name", "Ann").set("age", 30));
        RecordId bob = entail.create(
                Club.PERSON, Draft.of("name", "Bob").set("age", 20).set("mentor", ann));
        entail.link(Club.FRIENDS, Link.between(bob, ann));
        assertThat(failureOf(() -> entail.link(Club.FRIENDS, Link.between(ann, bob)))
                        .code())
                .isEqualTo("UNIQUE_CONSTRAINT_VIOLATION");
        entail.link(Club.FRIENDS, Link.between(bob, bob));
        Row first = person(entail, ann);
        Row second = person(entail, bob);
        assertThat(first.integer("friendCount")).isEqualTo(1);
        assertThat(first.integer("friendAge")).isEqualTo(20);
        assertThat(second.integer("friendCount")).isEqualTo(2);
        assertThat(second.integer("friendAge")).isEqualTo(50);
        assertThat(first.integer("pupilCount")).isEqualTo(1);
        assertThat(second.integer("pupilCount")).isZero();
        assertThat(entail.unlink(Club.FRIENDS, ann, bob)).isTrue();
        assertThat(person(entail, ann).integer("friendCount")).isZero();
    }

    private static Row person(Entail entail, RecordId id) {
        return entail.query(Club.PERSON).select("*").byId(id).orElseThrow();
    }

    @Test
    @DisplayName("MOD-43 STO-068 a computed value sees defaults and derived values, and can be searched for")
    final void computed() {
        Entail entail = open(Club.model());
        RecordId ann = entail.create(Club.PERSON, Draft.of("name", "Ann").set("age", 30));
        assertThat(person(entail, ann).bool("popular")).isFalse();
        for (String name : List.of("Bob", "Cid")) {
            entail.create(Club.PERSON, Draft.of("name", name).set("friends", List.of(ann)));
        }
        assertThat(person(entail, ann).bool("popular")).isTrue();
        assertThat(person(entail, ann).integer("fame")).isEqualTo(60);
        entail.update(Club.PERSON, ann, Draft.of("age", 31));
        assertThat(person(entail, ann).integer("fame")).isEqualTo(62);
        assertThat(entail.query(Club.PERSON)
                        .where(dev.entail.core.match.Match.eq("popular", true))
                        .list())
                .extracting(Row::id)
                .containsExactly(ann);
    }

    @Test
    @DisplayName("AGG-14 deleting a record takes it out of everything that it was part of")
    final void delete() {
        Entail entail = open(Club.model());
        RecordId red = entail.create(Club.TEAM, Draft.of("name", "Red"));
        RecordId ann = entail.create(
                Club.PERSON,
                Draft.of("name", "Ann")
                        .set("age", 30)
                        .set("money", new BigDecimal("5"))
                        .set("team", red)
                        .set("supports", List.of(red))
                        .set("locker", Draft.of("size", 3))
                        .set("pupils", List.of(Draft.of("name", "Bob").set("age", 9)))
                        .set("friends", List.of(Draft.of("name", "Cid").set("age", 40))));
        assertThat(person(entail, ann).integer("pupilAge")).isEqualTo(9);
        assertThat(person(entail, ann).integer("lockerSize")).isEqualTo(3);
        entail.delete(Club.PERSON, ann);
        Row team = entail.query(Club.TEAM).select("*").byId(red).orElseThrow();
        assertThat(team.integer("memberCount")).isZero();
        assertThat(team.integer("fanCount")).isZero();
        assertThat(entail.global(Property.integer("people"))).isEqualTo(2);
        assertThat(entail.global(Property.integer("friendships"))).isZero();
        assertThat(entail.delete(Club.PERSON, ann)).isFalse();
    }
}
