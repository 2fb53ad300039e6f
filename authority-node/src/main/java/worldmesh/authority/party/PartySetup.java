package worldmesh.authority.party;

import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.DeltaJournal;

/**
 * What a member of a party is made of.
 *
 * @param self this member
 * @param settings how long it waits
 * @param retention how much of the log it keeps
 * @param rules a seam: simulations plant a bug by breaking one
 * @param ballots signs and checks votes
 * @param world what the log is about
 * @param journal where it remembers
 * @param founder the only member of the first roster
 */
public record PartySetup(
        PeerId self,
        PartySettings settings,
        Retention retention,
        PartyRules rules,
        Ballots ballots,
        PartyWorld world,
        DeltaJournal journal,
        PeerId founder) {}
