package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;
import static dev.entail.core.definition.Relation.oneToOne;

import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import java.util.List;

/** Relations of every cardinality, directed and symmetric among one entity, and values that follow along all of them. */
final class Club {
    static final Entity PERSON = entity("Person", text("name"), integer("age"), decimal("money"), number("weight"));
    static final Entity LOCKER = entity("Locker", integer("size"));
    static final Entity TEAM = entity("Team", text("name"));

    static final Relation LOCKER_OF_PERSON = oneToOne(PERSON, "locker", LOCKER, "owner");
    static final Relation MEMBERS = oneToMany(TEAM, "members", PERSON, "team");
    static final Relation MENTOR = manyToOne(PERSON, "mentor", PERSON, "pupils");
    static final Relation FANS = manyToMany(PERSON, "supports", TEAM, "fans").with(integer("since"));
    static final Relation FRIENDS = manyToMany(PERSON, "friends", PERSON, "friends");

    static final List<Relation> RELATIONS = List.of(LOCKER_OF_PERSON, MEMBERS, MENTOR, FANS, FRIENDS);

    private Club() {}

    static Model model() {
        return Model.model("Club")
                .facts(PERSON, LOCKER, TEAM, LOCKER_OF_PERSON, MEMBERS, MENTOR, FANS, FRIENDS)
                .derive(PERSON, integer("lockers"), Count.of("locker"))
                .derive(PERSON, integer("lockerSize"), Summation.of("locker", "size"))
                .derive(LOCKER, integer("owners"), Count.of("owner"))
                .derive(LOCKER, integer("ownerAge"), Summation.of("owner", "age"))
                .derive(TEAM, integer("memberCount"), Count.of("members"))
                .derive(TEAM, decimal("purse"), Summation.of("members", "money"))
                .derive(TEAM, integer("fanCount"), Count.of("fans"))
                .derive(TEAM, integer("fanAge"), Summation.of("fans", "age"))
                .derive(PERSON, integer("teamSize"), Summation.of("team", "memberCount"))
                .derive(PERSON, integer("supported"), Count.of("supports"))
                .derive(PERSON, integer("crowd"), Summation.of("supports", "fanCount"))
                .derive(PERSON, integer("pupilCount"), Count.of("pupils"))
                .derive(PERSON, integer("pupilAge"), Summation.of("pupils", "age"))
                .derive(PERSON, integer("grandPupils"), Summation.of("pupils", "pupilCount"))
                .derive(PERSON, integer("friendCount"), Count.of("friends"))
                .derive(PERSON, integer("friendAge"), Summation.of("friends", "age"))
                .derive(PERSON, integer("friendsOfFriends"), Summation.of("friends", "friendCount"))
                .derive(PERSON, bool("popular"), Computed.from("friendCount", row -> row.integer("friendCount") >= 2))
                .derive(
                        PERSON,
                        integer("fame"),
                        Computed.from(
                                List.of("friendCount", "age"),
                                row -> row.get("age") == null ? null : row.integer("friendCount") * row.integer("age")))
                .derive(TEAM, integer("fame"), Summation.of("members", "fame"))
                .derive(Property.integer("people"), Count.of(PERSON))
                .derive(Property.integer("friendships"), Count.of(FRIENDS))
                .derive(Property.integer("allFame"), Summation.of(PERSON, "fame"))
                .derive(Property.decimal("allMoney"), Summation.of(PERSON, "money"))
                .derive(Property.integer("loyalty"), Summation.of(FANS, "since"))
                .build();
    }
}
