package dev.entail.testkit.history;

/** What random models and histories may make use of. */
public enum Feature {
    /** Relations whose targets live and die with their source. */
    RELIANCE,
    /** Relations whose ends are links. */
    LINK_ENDS,
    /** Views of entities, and views of views. */
    VIEWS,
    /** Views of relations. */
    RELATION_VIEWS,
    /** Unions of entities. */
    UNIONS,
    /** Unions of relations. */
    RELATION_UNIONS,
    /** Values of links inside drafts. */
    LINK_DATA,
    /** Links as records that are updated and deleted under the name of their relation. */
    LINK_WRITES,
    /** Deletions of records; without them links still go when others take their place. */
    DELETIONS,
    /** Changes of global values that records keep copies of. */
    COPIED_GLOBALS,
    /** Values whose functions read other records at READ COMMITTED: atomic-safe custom ones, and values in time. */
    UNGUARDED_READS,
    /** Updates and deletions of all records that satisfy a condition, and creation of several records at once. */
    BULK,
    /** Writes under the names of views and unions. */
    SET_WRITES,
    /** Conditions on related records with exists. */
    EXISTS,
    /** Values of links on paths, and several comparisons of one record of a list. */
    LINK_PATHS,
    /** Values of links in selections, and conditions on single related records. */
    LINK_SELECTIONS,
    /** Events of records that enter or leave views. */
    MEMBERSHIP,
    /** Views whose conditions look at derived values. */
    DERIVED_VIEWS,
    /** State machines. */
    MACHINES,
    /** Sequences that number records. */
    NUMBERS,
    /** Records and links that follow from others: projected, or yielded by one function. */
    ENTAILED_RECORDS,
    /** Values that somebody works out later. */
    WORK
}
