/** Pure rules that turn a command and a view of the world into effects or a refusal. */
@NullMarked
package worldmesh.world.rule;

import org.jspecify.annotations.NullMarked;
