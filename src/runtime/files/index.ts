export { file } from './file.ts'
export { takesFiles } from './form.ts'
export { keepFile } from './store.ts'
export { FileChunk, storedFile, StoredFile, type FileDescription } from './stored-file.ts'
