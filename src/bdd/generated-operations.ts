import { naming } from '../generate/index.ts'
import type { IsGenerated } from '../report/index.ts'
import { generatedBefore } from './manifest.ts'
import type { Project } from './project.ts'

/** Which operations Brine has written: those whose method of the controller stands in the manifest. */
export async function isGenerated({ root, app }: Project): Promise<IsGenerated> {
  const files = Object.entries(await generatedBefore(root))
  return (operation, resource) => {
    const { file, one } = naming(resource)
    return files.some(
      ([path, units]) =>
        path.startsWith(`${app}/`) &&
        path.endsWith(`/controllers/${file}.ts`) &&
        `${one}Controller/${operation.name}` in units,
    )
  }
}
