package dev.entail.testkit.contract.runtime;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * The whole runtime contract. The test of a driver is one class without a body, in the manner of {@link
 * dev.entail.testkit.contract.driver.DriverContract}.
 */
public abstract class RuntimeContract {
    /** For subclasses. */
    protected RuntimeContract() {}

    @Nested
    @DisplayName("dispatch")
    final class Dispatches extends DispatchContract {}

    @Nested
    @DisplayName("conditions")
    final class Guards extends GuardContract {}

    @Nested
    @DisplayName("admission locks")
    final class AdmissionLocks extends AdmissionLockContract {}

    @Nested
    @DisplayName("attributives")
    final class Attributives extends AttributiveContract {}

    @Nested
    @DisplayName("payloads")
    final class Payloads extends PayloadContract {}

    @Nested
    @DisplayName("principals")
    final class Principals extends PrincipalContract {}

    @Nested
    @DisplayName("custom event sources")
    final class CustomSources extends CustomSourceContract {}

    @Nested
    @DisplayName("activities")
    final class Activities extends ActivityContract {}

    @Nested
    @DisplayName("dispatches of activities")
    final class ActivityDispatches extends ActivityDispatchContract {}

    @Nested
    @DisplayName("declarations of activities")
    final class ActivityDeclarations extends ActivityDeclarationContract {}

    @Nested
    @DisplayName("tasks and ends of activities")
    final class ActivityTasks extends ActivityTaskContract {}

    @Nested
    @DisplayName("activities that many advance")
    final class ActivityCrowds extends ActivityConcurrencyContract {}

    @Nested
    @DisplayName("random activities")
    final class RandomActivities extends ActivityFuzzContract {}

    @Nested
    @DisplayName("idempotent dispatch")
    final class Idempotent extends IdempotencyContract {}

    @Nested
    @DisplayName("side effects")
    final class SideEffectsAfterCommit extends SideEffectContract {}

    @Nested
    @DisplayName("the outbox")
    final class OutboxOfSideEffects extends OutboxContract {}

    @Nested
    @DisplayName("retention")
    final class Retentions extends RetentionContract {}

    @Nested
    @DisplayName("dispatches inside dispatches")
    final class Nesting extends NestingContract {}

    @Nested
    @DisplayName("business transactions")
    final class Business extends BusinessContract {}

    @Nested
    @DisplayName("retries")
    final class Retries extends RetryContract {}

    @Nested
    @DisplayName("databases that lack something")
    final class Lacking extends LackingContract {}

    @Nested
    @DisplayName("bad input")
    final class BadInput extends BadInputContract {}

    @Nested
    @DisplayName("computations")
    final class Computations extends ComputationContract {}

    @Nested
    @DisplayName("aggregates of all kinds")
    final class AllAggregates extends AggregateContract {}

    @Nested
    @DisplayName("scenarios of counts")
    final class CountsOfAllKinds extends CountScenarios {}

    @Nested
    @DisplayName("scenarios of counts of what follows from something else")
    final class CountsOfWhatFollows extends CountConditionScenarios {}

    @Nested
    @DisplayName("scenarios of sums")
    final class Sums extends SumScenarios {}

    @Nested
    @DisplayName("scenarios of weighted sums")
    final class WeightedSums extends WeightedScenarios {}

    @Nested
    @DisplayName("scenarios of averages")
    final class Averages extends AverageScenarios {}

    @Nested
    @DisplayName("scenarios of truths")
    final class Truths extends TruthScenarios {}

    @Nested
    @DisplayName("scenarios of symmetric relations and views")
    final class SymmetricAndViews extends ViewScenarios {}

    @Nested
    @DisplayName("the matrix of views")
    final class ViewMatrix extends ViewMatrixScenarios {}

    @Nested
    @DisplayName("state machines")
    final class StateMachines extends StateMachineContract {}

    @Nested
    @DisplayName("projections")
    final class Projections extends ProjectionContract {}

    @Nested
    @DisplayName("random histories")
    final class Histories extends HistoryContract {}

    @Nested
    @DisplayName("random histories of several threads")
    final class CrowdHistories extends CrowdContract {}

    @Nested
    @DisplayName("values at the edges")
    final class ValueFuzz extends ValueFuzzContract {}

    @Nested
    @DisplayName("names at the edges")
    final class NameFuzz extends NameFuzzContract {}

    @Nested
    @DisplayName("statement counts")
    final class StatementCounts extends StatementContract {}

    @Nested
    @DisplayName("statements sent together")
    final class Together extends TogetherContract {}

    @Nested
    @DisplayName("links in the row of a record")
    final class HostedLinks extends HostedLinkContract {}

    @Nested
    @DisplayName("many dispatches together")
    final class Bulk extends BulkContract {}

    @Nested
    @DisplayName("plans")
    final class Plans extends PlanContract {}

    @Nested
    @DisplayName("explanations")
    final class Explanations extends ExplanationContract {}

    @Nested
    @DisplayName("queries")
    final class Queries extends QueryContract {}

    @Nested
    @DisplayName("conditions")
    final class Conditions extends MatchContract {}

    @Nested
    @DisplayName("conditions on lists and JSON values")
    final class Structured extends StructuredContract {}

    @Nested
    @DisplayName("selections")
    final class Selections extends SelectionContract {}

    @Nested
    @DisplayName("pages")
    final class Pages extends PageContract {}

    @Nested
    @DisplayName("pages of lists")
    final class ListPages extends ListPageContract {}

    @Nested
    @DisplayName("recursion")
    final class Recursion extends RecursionContract {}

    @Nested
    @DisplayName("queries over views and unions")
    final class Sets extends SetQueryContract {}

    @Nested
    @DisplayName("statement counts of queries")
    final class QueryCosts extends QueryCostContract {}

    @Nested
    @DisplayName("aggregates, streams and locks")
    final class QueryEnds extends QueryEndContract {}

    @Nested
    @DisplayName("writes")
    final class Writes extends WriteContract {}

    @Nested
    @DisplayName("nested writes")
    final class NestedWrites extends NestedWriteContract {}

    @Nested
    @DisplayName("deleting and dependents")
    final class Cascades extends CascadeContract {}

    @Nested
    @DisplayName("views")
    final class Memberships extends MembershipContract {}

    @Nested
    @DisplayName("views that counts decide about")
    final class DerivedMemberships extends DerivedMembershipContract {}

    @Nested
    @DisplayName("reading interactions")
    final class Readings extends ReadingContract {}

    @Nested
    @DisplayName("events from outside")
    final class OutsideEvents extends OutsideEventContract {}

    @Nested
    @DisplayName("unions")
    final class Unions extends UnionContract {}

    @Nested
    @DisplayName("catalog")
    final class Catalogs extends CatalogContract {}

    @Nested
    @DisplayName("listeners and isolation")
    final class Listeners extends ListenerContract {}

    @Nested
    @DisplayName("constraints")
    final class Constraints extends ConstraintContract {}

    @Nested
    @DisplayName("keys")
    final class Keys extends KeyContract {}

    @Nested
    @DisplayName("identity")
    final class Identity extends IdentityContract {}

    @Nested
    @DisplayName("sequences")
    final class Sequences extends SequenceContract {}

    @Nested
    @DisplayName("global values")
    final class Globals extends GlobalContract {}

    @Nested
    @DisplayName("global values as inputs")
    final class GlobalInputs extends GlobalInputContract {}

    @Nested
    @DisplayName("custom computations")
    final class Customs extends CustomContract {}

    @Nested
    @DisplayName("values in time")
    final class RealTimes extends RealTimeContract {}

    @Nested
    @DisplayName("values that are due")
    final class Due extends DueContract {}

    @Nested
    @DisplayName("asynchronous computations")
    final class Asyncs extends AsyncContract {}

    @Nested
    @DisplayName("workers of asynchronous computations")
    final class AsyncWork extends AsyncWorkContract {}

    @Nested
    @DisplayName("records that are worked out elsewhere")
    final class AsyncRecords extends AsyncRecordsContract {}

    @Nested
    @DisplayName("custom records")
    final class CustomRecordSets extends CustomRecordsContract {}

    @Nested
    @DisplayName("custom values step by step")
    final class Incrementals extends IncrementalContract {}

    @Nested
    @DisplayName("custom values step by step over unions")
    final class UnionItems extends UnionItemsContract {}

    @Nested
    @DisplayName("hot values")
    final class HotValues extends HotContract {}

    @Nested
    @DisplayName("hot values of random histories")
    final class HotTwins extends HotTwinContract {}

    @Nested
    @DisplayName("atomic operations")
    final class Atomics extends AtomicContract {}

    @Nested
    @DisplayName("transactions")
    final class Transactions extends TransactionContract {}

    @Nested
    @DisplayName("options of transactions")
    final class OptionsOfTransactions extends OptionsContract {}

    @Nested
    @DisplayName("attempts")
    final class Attempts extends AttemptContract {}

    @Nested
    @DisplayName("faults")
    final class Faults extends FaultContract {}

    @Nested
    @DisplayName("concurrency")
    final class Concurrency extends ConcurrencyContract {}

    @Nested
    @DisplayName("ids in transactions at once")
    final class Ids extends IdContract {}

    @Nested
    @DisplayName("levels of isolation side by side")
    final class Isolation extends IsolationContract {}

    @Nested
    @DisplayName("values that are new")
    final class Fillings extends FillingContract {}

    @Nested
    @DisplayName("opening a model")
    final class Opening extends OpeningContract {}

    @Nested
    @DisplayName("scenarios of reactions")
    final class ScenariosOfReactions extends ReactionScenarios {}

    @Nested
    @DisplayName("scenarios of transactions")
    final class ScenariosOfTransactions extends TransactionScenarios {}

    @Nested
    @DisplayName("scenarios of keys, numbers and conditions")
    final class ScenariosOfReliability extends ReliabilityScenarios {}

    @Nested
    @DisplayName("scenarios of computations")
    final class ScenariosOfComputations extends ComputedScenarios {}

    @Nested
    @DisplayName("replays of what followed from events")
    final class Replays extends ReplayScenarios {}

    @Nested
    @DisplayName("conflicts and costs against a run without trouble")
    final class Oracles extends OracleScenarios {}

    @Nested
    @DisplayName("random declarations")
    final class Declarations extends DeclarationScenarios {}
}
